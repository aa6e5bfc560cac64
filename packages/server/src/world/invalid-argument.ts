interface Problem {
  detail: string;
  source?: object;
}

/** An argument or a body of the test surface is not valid. The message says what is wrong with it. */
export class InvalidArgument extends TypeError {
  override name = 'InvalidArgument';
  /** Everything that is wrong with it. */
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(({ detail }) => detail).join('; '));
    this.problems = problems;
  }
}
