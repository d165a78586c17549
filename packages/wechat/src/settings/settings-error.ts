/**
 * A setting is missing or wrong. The message is one sentence that names the variable and says what
 * to do; it is meant to be shown as it is, and never holds the value of a secret.
 */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
  /** The environment variable to change. */
  readonly variable: string;

  constructor(variable: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.variable = variable;
  }
}
