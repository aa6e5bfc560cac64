import document from '@tfe-admin-runs/openapi/openapi.json' with { type: 'json' };

console.log(document.openapi, Object.keys(document.paths).length);
