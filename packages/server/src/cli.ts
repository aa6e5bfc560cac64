import { audit } from './commands/audit.ts';
import { backup } from './commands/backup.ts';
import { serve } from './commands/serve.ts';
import { verify } from './commands/verify.ts';

const args = process.argv.slice(2);
const [first, ...rest] = args;
switch (first) {
  case 'audit':
    await audit(rest);
    break;
  case 'backup':
    await backup(rest);
    break;
  case 'verify':
    await verify(rest);
    break;
  default:
    await serve(args);
}
