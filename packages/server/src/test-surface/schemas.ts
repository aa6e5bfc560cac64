// The inputs of the test surface, checked like the bodies of the document: generate.ts compiles validators from these.

// JSON can contain a lone surrogate, which has no form in UTF-8 or in a URL.
const text = { type: 'string', minLength: 1, maxLength: 200, pattern: '^[^\\u0000\\ud800-\\udfff]*$' };

// Node throws on any other name when it writes the response. A failure must not set the headers that frame the body.
const headerName = "^(?!(?i:connection|content-length|trailer|transfer-encoding)$)[\\w!#$%&'*+.^`|~-]+$";
const headerValue = { type: 'string', pattern: '^[\\t\\x20-\\x7e]*$' };

const status = { type: 'string', pattern: '^[a-z][a-z0-9_]{0,99}$' };

export const newRun = {
  type: 'object',
  additionalProperties: false,
  properties: {
    id: { type: 'string', pattern: '^[\\w-]{1,100}$' },
    status,
    age: { type: 'number', minimum: 0 },
    statusAge: { type: 'number', minimum: 0 },
    createdAt: { type: 'string', format: 'date-time' },
    hasChanges: { type: 'boolean' },
    workspace: text,
    organization: text,
    email: text,
    vcs: { ...text, type: ['string', 'null'] },
    owners: { type: 'array', items: text },
  },
};

export const runUpdate = {
  type: 'object',
  additionalProperties: false,
  required: ['status'],
  properties: { status },
};

export const injectedFailure = {
  type: 'object',
  additionalProperties: false,
  required: ['operation'],
  properties: {
    operation: { type: 'string' },
    status: { type: 'integer', minimum: 400, maximum: 599 },
    cut: { type: 'string', enum: ['before', 'after'] },
    after: { type: 'integer', minimum: 0 },
    times: { type: 'integer', minimum: 1 },
    delay: { type: 'number', minimum: 0, maximum: 60000 },
    headers: { type: 'object', propertyNames: { pattern: headerName }, additionalProperties: headerValue },
  },
};
