/**
 * A declared message: its name and versions, and a codec for each version.
 *
 * A codec is compiled when it is first asked for and kept, so a broker pays for the versions that
 * its clients speak and for no others.
 */
import { requestHeaderVersion, responseHeaderVersion } from '#protocol/api-keys.ts';
import { type Codec, compileMessage } from '#protocol/codec.ts';
import type { Fields } from '#protocol/field.ts';
import type { Decoded, Input } from '#protocol/message-types.ts';
import { Reader } from '#protocol/reader.ts';
import type { ApiDeclaration, Declaration } from '#protocol/schema.ts';
import { checkDeclaration } from '#protocol/schema-check.ts';
import { includes, parseVersions, type VersionRange } from '#protocol/version-range.ts';
import { UnsupportedVersion } from '#protocol/wire-error.ts';
import { Writer } from '#protocol/writer.ts';

export type MessageKind = 'request' | 'response' | 'record' | 'data';

export class Message<F extends Fields = Fields, V extends string = string> {
  readonly kind: MessageKind;
  readonly name: string;
  readonly fields: F;
  /** The declared versions as written, e.g. '1-11'. */
  readonly range: V;
  readonly versions: VersionRange;
  readonly flexible: VersionRange;
  readonly #codecs = new Map<number, Codec<Decoded<F>, Input<F, V>>>();
  /** Bytes that the last message took: the first guess for the next one. */
  #expectedBytes = 64;

  constructor(kind: MessageKind, declaration: Declaration<F, V>) {
    checkDeclaration(declaration);
    this.kind = kind;
    this.name = declaration.name;
    this.fields = declaration.fields;
    this.range = declaration.versions;
    this.versions = parseVersions(declaration.versions);
    this.flexible = parseVersions(declaration.flexible);
  }

  /** Whether this version uses compact forms and has tagged fields. */
  isFlexible(version: number): boolean {
    return includes(this.flexible, version);
  }

  /** The codec of one version. Throws UnsupportedVersion when that is not declared. */
  codec(version: number): Codec<Decoded<F>, Input<F, V>> {
    const known = this.#codecs.get(version);
    if (known !== undefined) return known;
    const { min, max } = this.versions;
    if (!includes(this.versions, version) || !Number.isInteger(version)) {
      throw new UnsupportedVersion(this.name, version, min, max);
    }
    const compiled = compileMessage(this.fields, version, {
      flexible: this.isFlexible(version),
      since: min,
    });
    const codec = compiled as unknown as Codec<Decoded<F>, Input<F, V>>;
    this.#codecs.set(version, codec);
    return codec;
  }

  /**
   * Decodes a message from the front of `bytes`; bytes after it are ignored, as in Kafka.
   *
   * Byte fields of the result are views of `bytes`.
   * @throws DecodeError when the bytes are not such a message, UnsupportedVersion
   */
  decode(version: number, bytes: Uint8Array): Decoded<F> {
    return this.codec(version).read(new Reader(bytes));
  }

  /**
   * Encodes a message.
   *
   * @throws EncodeError when a value does not fit its field or the version lacks a field that is
   *   set and not ignorable, UnsupportedVersion
   */
  encode(version: number, value: Input<F, V>): Uint8Array {
    const writer = new Writer(this.#expectedBytes);
    this.codec(version).write(writer, value);
    this.#expectedBytes = Math.min(writer.size, 64 * 1024);
    return writer.bytes();
  }
}

/** The body of a request or response. */
export class ApiMessage<F extends Fields = Fields, V extends string = string> extends Message<
  F,
  V
> {
  readonly apiKey: number;

  constructor(kind: 'request' | 'response', declaration: ApiDeclaration<F, V>) {
    super(kind, declaration);
    this.apiKey = declaration.apiKey;
  }

  /** The version of the header that goes before a body of this version. */
  headerVersion(version: number): number {
    const of = this.kind === 'request' ? requestHeaderVersion : responseHeaderVersion;
    const found = of(this.apiKey, version);
    if (found === undefined) throw new Error(`${this.name}: there is no API key ${this.apiKey}`);
    return found;
  }
}

/** A record of a log of Kafka's own: the metadata, `__consumer_offsets`. */
export class RecordMessage<F extends Fields = Fields, V extends string = string> extends Message<
  F,
  V
> {
  readonly apiKey: number;

  constructor(declaration: ApiDeclaration<F, V>) {
    super('record', declaration);
    this.apiKey = declaration.apiKey;
  }
}
