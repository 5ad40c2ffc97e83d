// What every peer is given: some 600 bytes of JSON, as a queued action of a laboratory.
const text = "x".repeat(520);

export const payload = (number) => ({ number, context: "/senaite/worksheets/WS-0001", action: "submit", text });

/** Numbers from 1 to count, in lists of 1,000. */
export function* lists(count) {
  for (let first = 1; first <= count; first += 1000) {
    yield Array.from({ length: Math.min(1000, count - first + 1) }, (_, i) => first + i);
  }
}
