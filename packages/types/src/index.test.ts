import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { includePaths, isRunStatus, runStatuses } from './index.ts';

describe('values', () => {
  test('runStatuses holds every status, each once', () => {
    expect(runStatuses).toContain('planning');
    expect(new Set(runStatuses).size).toBe(runStatuses.length);
  });

  test('includePaths holds every path', () => {
    expect(includePaths).toEqual(['workspace', 'workspace.organization', 'workspace.organization.owners']);
  });

  test('isRunStatus distinguishes known statuses from unknown ones', () => {
    expect(runStatuses.every(isRunStatus)).toBe(true);
    expect(['planing', '', 'toString', 'PLANNING'].some(isRunStatus)).toBe(false);
  });
});

describe('in an editor', () => {
  const index = fileURLToPath(new URL('./index.ts', import.meta.url));
  const editor = openEditor(`
    import { type Run, type RunPage } from ${JSON.stringify(index)};
    declare const run: Run;
    run.attributes.status === '';
    run.attributes['has-changes'];
    type Page = RunPage;
  `);

  test('the known statuses are completed', () => {
    const completions = editor.completionsAt("status === '");
    expect(runStatuses.filter((status) => !completions.includes(status))).toEqual([]);
  });

  test('descriptions of the document are docstrings', () => {
    expect(editor.docstringAt("run.attributes['")).toContain('Whether the plan contains changes.');
    expect(editor.docstringAt('type Page = ')).toContain('One page of a listing of runs');
  });
});

/** TypeScript's language service for one file, which editors use. */
function openEditor(text: string) {
  const file = fileURLToPath(new URL('./editor.ts', import.meta.url));
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.NodeNext,
    strict: true,
    allowImportingTsExtensions: true,
    noEmit: true,
  };
  const service = ts.createLanguageService({
    getScriptFileNames: () => [file],
    getScriptVersion: () => '1',
    getScriptSnapshot: (name) => {
      const content = name === file ? text : ts.sys.readFile(name);
      return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
    },
    getCurrentDirectory: () => fileURLToPath(new URL('.', import.meta.url)),
    getCompilationSettings: () => options,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (name) => name === file || ts.sys.fileExists(name),
    readFile: ts.sys.readFile,
  });
  const after = (marker: string) => text.indexOf(marker) + marker.length;
  return {
    completionsAt: (marker: string) =>
      service.getCompletionsAtPosition(file, after(marker), {})?.entries.map(({ name }) => name) ?? [],
    docstringAt: (marker: string) => {
      const info = service.getQuickInfoAtPosition(file, after(marker));
      const tags = info?.tags?.flatMap((tag) => tag.text ?? []) ?? [];
      return ts.displayPartsToString([...(info?.documentation ?? []), ...tags]);
    },
  };
}
