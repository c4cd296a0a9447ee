/** The end of an answer on an interactive connection: a prompt at the start of a line. The master's says so. */
const prompt = /(?:^|\n)(?:master(?:\[[A-Za-z]+\])?)?> /g;

/** No prompt is longer; it may come in two pieces. */
const longestPrompt = 32;

/** Cuts what an interactive command line sends into answers. */
export class AnswerReader {
  #text = "";
  /** Up to here there is no prompt. */
  #scanned = 0;

  /** Takes in what came; gives the answers that are complete now. */
  push(text: string): string[] {
    this.#text += text;
    const answers: string[] = [];
    for (;;) {
      prompt.lastIndex = Math.max(0, this.#scanned - longestPrompt);
      const found = prompt.exec(this.#text);
      if (!found) {
        this.#scanned = this.#text.length;
        return answers;
      }
      const answer = this.#text.slice(0, found.index);
      // Between an answer and the prompt is an empty line.
      answers.push(answer.endsWith("\n") ? answer.slice(0, -1) : answer);
      this.#text = this.#text.slice(prompt.lastIndex);
      this.#scanned = 0;
    }
  }

  /** What has come of the next answer. */
  get rest(): string {
    return this.#text;
  }
}
