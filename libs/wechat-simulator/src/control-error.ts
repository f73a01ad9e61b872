/** A request to the control API that cannot be granted; `status` is the HTTP status it is answered with. */
export class ControlError extends Error {
  constructor(
    message: string,
    readonly status = 400,
  ) {
    super(message);
  }
}
