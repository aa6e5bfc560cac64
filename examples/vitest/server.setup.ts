import { startServer } from '@tfe-admin-runs/server';

export default async function setup() {
  const { url, adminToken, close } = await startServer();
  Object.assign(process.env, { TFE_ADDRESS: url, TFE_TOKEN: adminToken });
  return () => close();
}
