/** The menu: paths of pages without extension, in order. Every page of the site is listed, except single decisions. */
export const navigation = [
  { title: 'Guides', pages: ['index', 'stuck-run', 'risks', 'paging', 'errors', 'statuses'] },
  { title: 'Packages', pages: ['command-line', 'client', 'types', 'mock', 'server', 'production'] },
  { title: 'API', pages: ['reference/index', 'reference/print', 'languages'] },
  { title: 'Project', pages: ['changes', 'decisions/index'] },
];
