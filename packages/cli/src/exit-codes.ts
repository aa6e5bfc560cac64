/** Exit codes, those of HashiCorp's tfctl. */
export const exitCodes = {
  done: 0,
  usage: 1,
  notFound: 2,
  unauthorized: 3,
  network: 4,
  installation: 5,
  incomplete: 6,
  interrupted: 130,
} as const;

export const exitCodesHelp = `Exit codes:
  0    done
  1    usage: an option, an argument or a file is not valid
  2    not found, or the token is not a site administrator's
  3    the token is missing, unknown or expired
  4    network: the installation cannot be reached
  5    the installation responds with errors
  6    some runs were not canceled, or --fail-if-any found some
  130  interrupted by Ctrl-C`;
