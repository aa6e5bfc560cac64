// Everything that a command needs beyond its options, loaded as a whole: many small files take longer to load.
export { runCounts } from './commands/counts.ts';
export { runDoctor } from './commands/doctor.ts';
export { runForceCancel } from './commands/force-cancel.ts';
export { runList } from './commands/list.ts';
export { runShow } from './commands/show.ts';
export { runStuck } from './commands/stuck.ts';
export { runWatch } from './commands/watch.ts';
export { openSession } from './session.ts';
