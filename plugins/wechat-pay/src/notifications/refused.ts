/** A notification that is not WeChat's, not ours, or not true. Answered with `status`; nothing changes. */
export class RefusedNotification extends Error {
  constructor(
    readonly status: 400 | 401 | 404 | 413,
    message: string,
  ) {
    super(message);
  }
}
