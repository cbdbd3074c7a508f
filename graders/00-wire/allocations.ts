/**
 * How much memory for bytes some code asks for: what it requests of the constructors is counted,
 * not what the process takes, which depends on the collector and on other threads.
 */

type Constructor = new (...parameters: never[]) => object;

const COUNTED = ['Uint8Array', 'ArrayBuffer'] as const;

/** The most bytes that `run` asked for at once. */
export function largestAllocation(run: () => void): number {
  let largest = 0;
  const note = (size: unknown) => {
    if (typeof size === 'number') largest = Math.max(largest, size);
  };
  const globals = globalThis as unknown as Record<string, Constructor>;
  const own = COUNTED.map((name) => [name, globals[name] as Constructor] as const);
  const { alloc, allocUnsafe } = Buffer;
  try {
    for (const [name, made] of own) globals[name] = counting(made, note);
    Buffer.alloc = counted(alloc, note);
    Buffer.allocUnsafe = counted(allocUnsafe, note);
    run();
  } finally {
    for (const [name, made] of own) globals[name] = made;
    Object.assign(Buffer, { alloc, allocUnsafe });
  }
  return largest;
}

function counting(original: Constructor, note: (size: unknown) => void): Constructor {
  return new Proxy(original, {
    construct(target, parameters, newTarget) {
      note(parameters[0]);
      return Reflect.construct(target, parameters, newTarget);
    },
  });
}

function counted<F extends (size: number, ...rest: never[]) => Buffer>(
  allocate: F,
  note: (size: unknown) => void,
): F {
  return ((size: number, ...rest: never[]) => {
    note(size);
    return allocate(size, ...rest);
  }) as F;
}
