/** Warnings are what a payload did wrong without being refused, each kind told once with its first place and its count. */
export class Warnings {
  private readonly kinds = new Map<string, { first: string; count: number }>();

  /** `place` is a path into the payload (`alerts[3].labels`), `text` the kind; neither may hold the sender's text. */
  add(place: string, text: string): void {
    const known = this.kinds.get(text);
    if (known === undefined) this.kinds.set(text, { first: place, count: 1 });
    else known.count += 1;
  }

  list(): string[] {
    return [...this.kinds].map(
      ([text, { first, count }]) =>
        `${first}: ${text}${count === 1 ? '' : ` (and ${count - 1} more like it)`}`,
    );
  }
}
