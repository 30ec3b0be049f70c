// @ts-check
/** The registry's clock. Its instants are compared with its own time, since the browser's clock may be another. */
export const clock = {
  offset: 0,

  /**
   * Learns from the `Date` of an answer. It has whole seconds, so a difference below two is no difference.
   *
   * @param {string | null} date
   */
  learn(date) {
    const server = date === null ? NaN : Date.parse(date);
    if (!Number.isNaN(server)) {
      const difference = server - Date.now();
      this.offset = Math.abs(difference) < 2_000 ? 0 : difference;
    }
  },

  /** Milliseconds since 1970, as the registry counts them. */
  now() {
    return Date.now() + this.offset;
  },
};
