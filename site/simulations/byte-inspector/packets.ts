/**
 * What TCP carried, out of captured packets as tcpdump and Wireshark show them.
 *
 *     tcpdump -x, -X       IP │ TCP │ content
 *     tcpdump -xx, -XX     Ethernet, or Linux's own for `-i any` │ IP │ TCP │ content
 *
 * A request may lie in several packets, and a packet may come twice: what one side sent is put together
 * by its sequence numbers. Of two sides the one that speaks first is taken.
 */
export interface Payload {
  readonly bytes: Uint8Array;
  /** What was taken off and left out, as sentences. */
  readonly notes: readonly string[];
}

interface Packet {
  readonly from: string;
  readonly to: string;
  readonly seq: number;
  readonly content: Uint8Array;
  /** The headers before the content, by name. */
  readonly headers: string;
}

/** What the packets carried; undefined where one of these is no TCP packet. */
export function payloadOf(captured: readonly Uint8Array[]): Payload | undefined {
  const packets = captured.map(packetIn);
  if (packets.length === 0 || !packets.every((one) => one !== undefined)) return undefined;
  const full = packets.filter(({ content }) => content.length > 0);
  const [first] = full;
  if (first === undefined) return { bytes: new Uint8Array(), notes: [] };
  const own = full.filter(({ from, to }) => from === first.from && to === first.to);
  const { bytes, missing } = inOrder(own);
  const notes = [
    `${counted(own.length, 'TCP packet')} from ${first.from} to ${first.to}: without the headers ` +
      `(${first.headers}) ${counted(bytes.length, 'byte')} are left.`,
  ];
  if (missing > 0) notes.push(`${counted(missing, 'byte')} between them were not captured.`);
  const others = full.length - own.length;
  if (others > 0) {
    const them = others === 1 ? 'One packet' : `${others} packets`;
    notes.push(
      `${them} of another direction or connection are left out: paste those by themselves.`,
    );
  }
  return { bytes, notes };
}

/** One side's content by its sequence numbers; what was sent again is taken once. */
function inOrder(packets: readonly Packet[]): { bytes: Uint8Array; missing: number } {
  const start = (packets[0] as Packet).seq;
  // Sequence numbers begin anew after 2^32.
  const placed = packets.map((one) => ({ at: (one.seq - start) | 0, content: one.content }));
  placed.sort((one, other) => one.at - other.at);
  const bytes: number[] = [];
  let next = placed[0]?.at ?? 0;
  let missing = 0;
  for (const { at, content } of placed) {
    if (at > next) missing += at - next;
    const fresh = content.subarray(Math.max(0, Math.min(next - at, content.length)));
    for (const byte of fresh) bytes.push(byte);
    next = Math.max(next, at + content.length);
  }
  return { bytes: Uint8Array.from(bytes), missing };
}

const IPV4 = 0x0800;
const IPV6 = 0x86dd;
const VLAN = 0x8100;

/** Where an IP packet may begin, and what stands before it. */
function linksOf(view: DataView): { readonly at: number; readonly name: string }[] {
  const isIp = (at: number) => at + 2 <= view.byteLength && isIpType(view.getUint16(at));
  const links = [{ at: 0, name: '' }];
  if (isIp(12)) links.push({ at: 14, name: 'Ethernet 14, ' });
  if (isIp(16) && view.getUint16(12) === VLAN) links.push({ at: 18, name: 'Ethernet 18, ' });
  if (isIp(14)) links.push({ at: 16, name: 'Linux cooked 16, ' });
  if (isIp(0)) links.push({ at: 20, name: 'Linux cooked 20, ' });
  if (isLoopback(view)) links.push({ at: 4, name: 'loopback 4, ' });
  return links;
}

function isIpType(type: number): boolean {
  return type === IPV4 || type === IPV6;
}

/** BSD and macOS put the family of addresses before a packet, in the machine's own order. */
function isLoopback(view: DataView): boolean {
  return view.byteLength > 4 && (view.getUint32(0, true) === 2 || view.getUint32(0) === 2);
}

function packetIn(bytes: Uint8Array): Packet | undefined {
  const whole = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const { at, name } of linksOf(whole)) {
    const rest = bytes.subarray(at);
    const ip = ipv4In(rest) ?? ipv6In(rest);
    const packet = ip === undefined ? undefined : tcpIn(rest, ip, name);
    if (packet !== undefined) return packet;
  }
  return undefined;
}

interface Ip {
  readonly headerSize: number;
  /** Where the packet ends; what is behind it fills up a short Ethernet frame. */
  readonly end: number;
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

const TCP = 6;
const SHORTEST_TCP = 20;
/** A shorter Ethernet frame is filled up to this, its own header left out. */
const SHORTEST_FRAME = 46;

/** An IPv4 packet that holds the first part of TCP. Its length fits, or its checksum does. */
function ipv4In(bytes: Uint8Array): Ip | undefined {
  if (bytes.length < 20 + SHORTEST_TCP || (bytes[0] as number) >> 4 !== 4) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const headerSize = (view.getUint8(0) & 0x0f) * 4;
  const total = view.getUint16(2);
  const isFirstPart = (view.getUint16(6) & 0x1fff) === 0;
  if (headerSize < 20 || view.getUint8(9) !== TCP || !isFirstPart) return undefined;
  if (total < headerSize + SHORTEST_TCP) return undefined;
  const isPadded = bytes.length > total && bytes.length <= SHORTEST_FRAME;
  if (total !== bytes.length && !isPadded && !isSumRight(view, headerSize)) return undefined;
  const address = (at: number) => bytes.subarray(at, at + 4).join('.');
  const end = Math.min(total, bytes.length);
  return { headerSize, end, name: `IPv4 ${headerSize}`, from: address(12), to: address(16) };
}

/** The sum of the header's words, in ones' complement, is all ones (RFC 791). */
function isSumRight(view: DataView, headerSize: number): boolean {
  if (headerSize > view.byteLength) return false;
  let sum = 0;
  for (let at = 0; at < headerSize; at += 2) sum += view.getUint16(at);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return sum === 0xffff;
}

/** An IPv6 packet with TCP right behind its header. */
function ipv6In(bytes: Uint8Array): Ip | undefined {
  if (bytes.length < 40 + SHORTEST_TCP || (bytes[0] as number) >> 4 !== 6) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = 40 + view.getUint16(4);
  if (view.getUint8(6) !== TCP || end !== bytes.length) return undefined;
  const address = (at: number) => {
    const words = Array.from({ length: 8 }, (_, word) => view.getUint16(at + 2 * word));
    return `[${words.map((word) => word.toString(16)).join(':')}]`;
  };
  return { headerSize: 40, end, name: 'IPv6 40', from: address(8), to: address(24) };
}

function tcpIn(bytes: Uint8Array, ip: Ip, link: string): Packet | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset + ip.headerSize);
  if (bytes.length < ip.headerSize + SHORTEST_TCP) return undefined;
  const size = (view.getUint8(12) >> 4) * 4;
  if (size < SHORTEST_TCP || ip.headerSize + size > ip.end) return undefined;
  return {
    from: `${ip.from}:${view.getUint16(0)}`,
    to: `${ip.to}:${view.getUint16(2)}`,
    seq: view.getUint32(4),
    content: bytes.subarray(ip.headerSize + size, ip.end),
    headers: `${link}${ip.name}, TCP ${size}`,
  };
}

function counted(count: number, thing: string): string {
  return count === 1 ? `1 ${thing}` : `${count} ${thing}s`;
}
