/** A place in a configuration file, as messages name it. Lines count from 1. */
export interface Location {
  readonly file: string;
  readonly line: number;
}
