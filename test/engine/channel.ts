/** What the code of a worker is asked over: what goes over it is copied or transferred as between threads, and it can be ended and die. */
export class Channel {
  /** How often it was ended. */
  ended = 0;
  readonly #port: MessagePort;
  readonly #stop: () => void;
  readonly #errors = new EventTarget();

  /** @param serve answers at the other end; returns what stops it */
  constructor(serve: (port: MessagePort) => () => void) {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.#stop = serve(port2);
  }

  postMessage(message: unknown, transfer: Transferable[]): void {
    this.#port.postMessage(message, transfer as never);
  }

  addEventListener(type: string, listener: (event: Event) => void): void {
    if (type === 'error') this.#errors.addEventListener(type, listener);
    else this.#port.addEventListener(type, listener);
  }

  removeEventListener(): void {
    throw new Error('not used');
  }

  start(): void {
    this.#port.start();
  }

  terminate(): void {
    this.ended += 1;
    this.#stop();
    this.#port.close();
  }

  die(): void {
    this.#errors.dispatchEvent(new Event('error'));
  }
}
