/** The two classes of the blob emulator we start it with; the package brings no types of its own. */
declare module 'azurite/dist/src/blob/BlobConfiguration.js' {
  type Configuration = { readonly host: string };
  type ConfigurationClass = new (...options: readonly unknown[]) => Configuration;
  const module: ConfigurationClass | { readonly default: ConfigurationClass };

  export = module;
}

declare module 'azurite/dist/src/blob/BlobServer.js' {
  type Database = { saveDatabase(done: (error?: unknown) => void): void };
  type Server = {
    readonly httpServer: import('node:http').Server;
    readonly metadataStore: { readonly db: Database };
    readonly extentMetadataStore: { readonly db: Database };
    start(): Promise<void>;
    close(): Promise<void>;
    getHttpServerAddress(): string;
  };
  type ServerClass = new (configuration: unknown) => Server;
  const module: ServerClass | { readonly default: ServerClass };

  export = module;
}
