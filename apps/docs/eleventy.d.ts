/** What the site uses of Eleventy, which publishes no types. */
declare module '@11ty/eleventy' {
  export interface CollectionItem {
    url: string;
    /** The text of the template, without front matter. */
    rawInput: string;
    data: { title: string; description: string };
    page: { filePathStem: string };
  }

  interface Configuration {
    setLayoutsDirectory(folder: string): void;
    setLibrary(extension: 'md', library: { render(text: string, env?: object): string }): void;
    setUseGitIgnore(use: boolean): void;
    addGlobalData(name: string, value: unknown): void;
    addTemplate(path: string, text: string, data: object): void;
    addFilter(name: string, filter: (this: { page: CollectionItem['page'] }, value: string) => unknown): void;
    addCollection(name: string, collect: (api: { getAll(): CollectionItem[] }) => CollectionItem[]): void;
  }

  interface Options {
    quietMode: boolean;
    configPath: null;
    config(configuration: Configuration): { markdownTemplateEngine: false; htmlTemplateEngine: 'njk' };
  }

  export class Eleventy {
    constructor(input: string, output: string | undefined, options: Options);
    disableLogger(): void;
    /** Renders everything without writing it. */
    toJSON(): Promise<{ url: string; content: string; rawInput: string }[]>;
  }
}
