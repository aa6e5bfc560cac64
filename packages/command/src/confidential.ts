const thisMachine = ['localhost', '127.0.0.1', '[::1]'];

/** Whether what is sent to a URL is encrypted, or stays on this machine. */
export function isConfidential({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && thisMachine.includes(hostname));
}
