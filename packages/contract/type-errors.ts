import ts from 'typescript';

/** What the compiler reports about a program that is a project of its own. */
export function typeErrors(file: string): string[] {
  const options: ts.CompilerOptions = { module: ts.ModuleKind.NodeNext, strict: true, noEmit: true, types: ['node'] };
  const program = ts.createProgram([file], options);
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}
