import schema from '@tfe-admin-runs/cli/schema.json' with { type: 'json' };

console.log(schema.title);
