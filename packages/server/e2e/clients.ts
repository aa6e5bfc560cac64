// Requests of real clients, byte for byte as they were captured (or as their source writes them).

interface Form {
  /** `{host}`, `{token}` and `{id}` are replaced. */
  bytes: string;
  /** 200 by default. */
  status?: number;
  /** How many runs the list must have, if the only run is `planning` and belongs to `acme`. */
  finds?: number;
}

const runs = '/api/v2/admin/runs';

function message(lines: string[], body = ''): string {
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}

const goTfe = [
  'Host: {host}',
  'User-Agent: go-tfe',
  'Accept: application/vnd.api+json',
  'Authorization: Bearer {token}',
  'Accept-Encoding: gzip',
];

function goGet(target: string): string {
  return message([`GET ${target} HTTP/1.1`, ...goTfe]);
}

function goPost(body: string): string {
  const [host = '', agent = '', ...rest] = goTfe;
  const length = `Content-Length: ${body.length}`;
  const lines = [host, agent, length, ...rest.slice(0, 2), 'Content-Type: application/vnd.api+json', ...rest.slice(2)];
  return message([`POST ${runs}/{id}/actions/force-cancel HTTP/1.1`, ...lines], body);
}

function python(agent: string, accept: string) {
  const headers = [
    'Host: {host}',
    `User-Agent: ${agent}`,
    'Accept-Encoding: gzip, deflate',
    `Accept: ${accept}`,
    'Connection: keep-alive',
    'Authorization: Bearer {token}',
    'Content-Type: application/vnd.api+json',
  ];
  return {
    get: (target: string) => message([`GET ${target} HTTP/1.1`, ...headers]),
    post: (body: string) =>
      message([`POST ${runs}/{id}/actions/force-cancel HTTP/1.1`, ...headers, `Content-Length: ${body.length}`], body),
  };
}

const terrasnek = python('terrasnek-0.1.13', '*/*');
const pytfc = python('python-requests/2.32.3', '*/*');
const pytfe = python('pytfe/1.0', 'application/vnd.api+json');

const everything =
  'filter%5Bfrom%5D=2020-01-01T00%3A00%3A00%2B02%3A00&filter%5Bstatus%5D=pending%2Cplanning' +
  '&filter%5Bto%5D=2999-01-01T00%3A00%3A00Z&include=workspace%2Cworkspace.organization' +
  '&page%5Bnumber%5D=1&page%5Bsize%5D=50&q=acme';

export const forms: Record<string, Form> = {
  'the ping of go-tfe': { bytes: goGet('/api/v2/ping'), status: 204 },
  'a list by go-tfe': { bytes: goGet(runs), finds: 1 },
  'a list with every option by go-tfe': { bytes: goGet(`${runs}?${everything}`), finds: 1 },
  'a trailing comma by go-tfe': { bytes: goGet(`${runs}?filter%5Bstatus%5D=planning%2C+`), finds: 1 },
  'a search with a blank by go-tfe': { bytes: goGet(`${runs}?q=no+such+thing`), finds: 0 },
  'a force-cancel with a comment by go-tfe': { bytes: goPost('{"comment":"it was stuck"}\n') },
  'a force-cancel without a comment by go-tfe': { bytes: goPost('{}\n') },

  'the discovery of terrasnek': {
    bytes: message([
      'GET /.well-known/terraform.json HTTP/1.1',
      'Host: {host}',
      'User-Agent: python-requests/2.32.3',
      'Accept-Encoding: gzip, deflate',
      'Accept: */*',
      'Connection: keep-alive',
    ]),
  },
  'a list by terrasnek': {
    bytes: terrasnek.get(
      `${runs}?q=acme&filter%5Bstatus%5D=pending,planning&filter%5Bfrom%5D=2020-01-01T00:00:00+02:00` +
        '&include=workspace,workspace.organization&page%5Bnumber%5D=0&page%5Bsize%5D=100',
    ),
    finds: 1,
  },
  'a force-cancel with a comment by terrasnek': { bytes: terrasnek.post('{"comment": "it was stuck"}') },
  'a force-cancel without data by terrasnek': { bytes: terrasnek.post('null') },

  'a list by pytfc': {
    bytes: pytfc.get(
      `${runs}?filter%5Bstatus%5D=planning,applying&page%5Bnumber%5D=1&page%5Bsize%5D=100&include=workspace&q=acme`,
    ),
    finds: 1,
  },
  'a force-cancel without a comment by pytfc': { bytes: pytfc.post('{"comment": null}') },
  'a force-cancel in another script by pytfc': { bytes: pytfc.post('{"comment": "h\\u00e4ngt"}') },

  'a list by pytfe': { bytes: pytfe.get(`${runs}?page%5Bnumber%5D=1&page%5Bsize%5D=100`), finds: 1 },
  'a filter by pytfe': {
    bytes: pytfe.get(`${runs}?page%5Bnumber%5D=1&page%5Bsize%5D=100&filter%5Bstatus%5D=planning%2Capplying`),
    finds: 1,
  },
  'a force-cancel by pytfe': { bytes: pytfe.post('') },

  'the count of hcdiag': {
    bytes: message([
      `GET ${runs}?page[size]=1 HTTP/1.1`,
      'Host: {host}',
      'User-Agent: Go-http-client/1.1',
      'Authorization: Bearer {token}',
      'Content-Type: application/json',
      'Accept-Encoding: gzip',
    ]),
    finds: 1,
  },
  'the question of the exporter': { bytes: goGet(`${runs}?include=&q=`), finds: 1 },
  'a page of the metrics exporter': {
    bytes: goGet(
      `${runs}?filter%5Bstatus%5D=planning%2Cforce_canceled&include=workspace%2Cworkspace.organization` +
        '&page%5Bnumber%5D=1&page%5Bsize%5D=100&q=',
    ),
    finds: 1,
  },
  'a list by the vendor’s curl': {
    bytes: message([
      `GET ${runs} HTTP/1.1`,
      'Host: {host}',
      'User-Agent: curl/8.5.0',
      'Accept: */*',
      'Authorization: Bearer {token}',
      'Content-Type: application/vnd.api+json',
    ]),
    finds: 1,
  },
  'a force-cancel by the vendor’s curl': {
    bytes: vendorPost('{  "comment": "This run was stuck and would never finish."}'),
  },
};

function vendorPost(body: string): string {
  const lines = [
    'Host: {host}',
    'User-Agent: curl/8.5.0',
    'Accept: */*',
    'Authorization: Bearer {token}',
    'Content-Type: application/vnd.api+json',
    `Content-Length: ${body.length}`,
  ];
  return message([`POST ${runs}/{id}/actions/force-cancel HTTP/1.1`, ...lines], body);
}
