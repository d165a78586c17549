import type { ComposeService } from "./compose-file";

/** Where a service listens on this machine. */
export interface Place {
  host: string;
  port: number;
  /** Of a server that is not the layout's own: how to log in, and the path of its addresses. */
  username?: string;
  password?: string;
  path?: string;
}

/** Takes the place of Compose's network and volumes: what services and folders are called here. */
export class Places {
  readonly #places = new Map<string, Place>();
  readonly #folders: [inContainer: string, here: string][] = [];

  listen(service: string, place: Place): Place {
    this.#places.set(service, place);
    return place;
  }

  of(service: string): Place {
    const place = this.#places.get(service);
    if (place === undefined) throw new Error(`${service} listens nowhere yet`);
    return place;
  }

  mount(inContainer: string, here: string): void {
    this.#folders.push([inContainer, here]);
  }

  /**
   * The environment of a service, with names of services and paths of the container replaced.
   *
   * @param image what the image itself sets
   */
  environment(service: ComposeService, image: Record<string, string> = {}): Record<string, string> {
    const environment = { ...image, ...service.environment };
    return Object.fromEntries(
      Object.entries(environment).map(([name, value]) => [name, this.#replace(name, value)]),
    );
  }

  #replace(name: string, value: string): string {
    if (name.endsWith("_HOST")) return this.of(value).host;
    for (const [inContainer, here] of this.#folders) {
      if (value.startsWith(`${inContainer}/`)) return here + value.slice(inContainer.length);
    }
    return URL.canParse(value) ? this.#replaceHost(value) : value;
  }

  #replaceHost(value: string): string {
    const url = new URL(value);
    const place = this.#places.get(url.hostname);
    if (place === undefined) return value;
    url.hostname = place.host;
    url.port = String(place.port);
    url.username = place.username ?? url.username;
    url.password = place.password ?? url.password;
    url.pathname = place.path ?? url.pathname;
    return url.href;
  }
}
