// What the test surface takes, checked like the document's own bodies: validators are compiled from these by build.ts.
const text = { type: 'string', minLength: 1, maxLength: 200, pattern: '^[^\\u0000]*$' };

export const newRun = {
  type: 'object',
  additionalProperties: false,
  properties: {
    id: { type: 'string', pattern: '^[\\w-]{1,100}$' },
    status: { type: 'string', pattern: '^[a-z][a-z0-9_]{0,99}$' },
    age: { type: 'number', minimum: 0 },
    createdAt: { type: 'string', format: 'date-time' },
    hasChanges: { type: 'boolean' },
    workspace: text,
    organization: text,
    email: text,
    vcs: { ...text, type: ['string', 'null'] },
    owners: { type: 'array', items: text },
  },
};

export const newFault = {
  type: 'object',
  additionalProperties: false,
  required: ['operation'],
  properties: {
    operation: { type: 'string' },
    status: { type: 'integer', minimum: 400, maximum: 599 },
    times: { type: 'integer', minimum: 1 },
    delay: { type: 'number', minimum: 0, maximum: 60000 },
    headers: { type: 'object', additionalProperties: { type: 'string' } },
  },
};
