// Vitest's global setup: builds what has changed, because some tests start programs and read what is generated.
import { execFileSync } from 'node:child_process';

export default function build() {
  // A task of Turborepo has had its dependencies built.
  if (process.env.TURBO_HASH) return;
  execFileSync('turbo', ['run', 'build'], { stdio: 'inherit', env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1' } });
}
