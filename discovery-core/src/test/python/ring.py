#!/usr/bin/env python3
"""The ring of docs/PROTOCOL.md, written from its text and by no other source; checks the golden vectors.

Usage: ring.py VECTORS.json     Needs Python 3.8 or newer and nothing else. Slow and simple: every member is asked about every
slot. Ends with 0 when all vectors agree, with 1 and a line for each that does not.
"""

import json
import math
import sys

M64 = (1 << 64) - 1

# ---------------------------------------------------------------- XXH3-64, seed 0, default secret

P32_1, P32_2, P32_3 = 0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D
P64_1, P64_2, P64_3 = 0x9E3779B185EBCA87, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9
P64_4, P64_5 = 0x85EBCA77C2B2AE63, 0x27D4EB2F165667C5
MX1, MX2 = 0x165667919E3779F9, 0x9FB21C651E98DF25

SECRET = bytes.fromhex(
    "b8fe6c3923a44bbe7c01812cf721ad1cded46de9839097db7240a4a4b7b3671f"
    "cb79e64eccc0e578825ad07dccff7221b8084674f743248ee03590e6813a264c"
    "3c2852bb91c300cb88d0658b1b532ea371644897a20df94e3819ef46a9deacd8"
    "a8fa763fe39c343ff9dcbbc7c70b4f1d8a51e04bcdb45931c89f7ec9d9787364"
    "eac5ac8334d3ebc3c581a0fffa1363eb170ddd51b7f0da49d316552629d4689e"
    "2b16be587d47a1fc8ff8b8d17ad031ce45cb3a8f95160428afd7fbcabb4b407e"
)


def u32(data, at):
    return int.from_bytes(data[at : at + 4], "little")


def u64(data, at):
    return int.from_bytes(data[at : at + 8], "little")


def swap(value, size):
    return int.from_bytes(value.to_bytes(size, "little"), "big")


def rotl(value, bits):
    return (value << bits | value >> (64 - bits)) & M64


def fold(a, b):
    product = a * b
    return (product & M64) ^ (product >> 64)


def avalanche(h):
    h = (h ^ (h >> 37)) * MX1 & M64
    return h ^ (h >> 32)


def avalanche_xxh64(h):
    h = (h ^ (h >> 33)) * P64_2 & M64
    h = (h ^ (h >> 29)) * P64_3 & M64
    return h ^ (h >> 32)


def mix16(data, at, secret_at):
    return fold(u64(data, at) ^ u64(SECRET, secret_at), u64(data, at + 8) ^ u64(SECRET, secret_at + 8))


def xxh3(data):
    n = len(data)
    if n == 0:
        return avalanche_xxh64(u64(SECRET, 56) ^ u64(SECRET, 64))
    if n <= 3:
        combined = data[0] << 16 | data[n >> 1] << 24 | data[n - 1] | n << 8
        return avalanche_xxh64(combined ^ u32(SECRET, 0) ^ u32(SECRET, 4))
    if n <= 8:
        h = (u32(data, n - 4) + (u32(data, 0) << 32)) ^ u64(SECRET, 8) ^ u64(SECRET, 16)
        h ^= rotl(h, 49) ^ rotl(h, 24)
        h = h * MX2 & M64
        h ^= (h >> 35) + n
        h = h * MX2 & M64
        return h ^ (h >> 28)
    if n <= 16:
        low = u64(data, 0) ^ u64(SECRET, 24) ^ u64(SECRET, 32)
        high = u64(data, n - 8) ^ u64(SECRET, 40) ^ u64(SECRET, 48)
        return avalanche((n + swap(low, 8) + high + fold(low, high)) & M64)
    if n <= 128:
        acc = n * P64_1
        if n > 96:
            acc += mix16(data, 48, 96) + mix16(data, n - 64, 112)
        if n > 64:
            acc += mix16(data, 32, 64) + mix16(data, n - 48, 80)
        if n > 32:
            acc += mix16(data, 16, 32) + mix16(data, n - 32, 48)
        return avalanche((acc + mix16(data, 0, 0) + mix16(data, n - 16, 16)) & M64)
    if n <= 240:
        acc = n * P64_1 + sum(mix16(data, 16 * i, 16 * i) for i in range(8))
        acc = avalanche(acc & M64)
        acc += sum(mix16(data, 16 * i, 16 * (i - 8) + 3) for i in range(8, n // 16))
        return avalanche((acc + mix16(data, n - 16, 136 - 17)) & M64)
    return xxh3_long(data)


def xxh3_long(data):
    n = len(data)
    acc = [P32_3, P64_1, P64_2, P64_3, P64_4, P32_2, P64_5, P32_1]

    def stripe(at, secret_at):
        for i in range(8):
            value = u64(data, at + 8 * i)
            keyed = value ^ u64(SECRET, secret_at + 8 * i)
            acc[i ^ 1] = (acc[i ^ 1] + value) & M64
            acc[i] = (acc[i] + (keyed & 0xFFFFFFFF) * (keyed >> 32)) & M64

    blocks = (n - 1) // 1024
    for block in range(blocks):
        for i in range(16):
            stripe(1024 * block + 64 * i, 8 * i)
        for i in range(8):
            acc[i] = (acc[i] ^ (acc[i] >> 47) ^ u64(SECRET, 128 + 8 * i)) * P32_1 & M64
    for i in range((n - 1 - 1024 * blocks) // 64):
        stripe(1024 * blocks + 64 * i, 8 * i)
    stripe(n - 64, 192 - 64 - 7)

    result = n * P64_1
    for i in range(4):
        result += fold(acc[2 * i] ^ u64(SECRET, 11 + 16 * i), acc[2 * i + 1] ^ u64(SECRET, 19 + 16 * i))
    return avalanche(result & M64)


def key_hash(text):
    return xxh3(text.encode("utf-8"))


# ---------------------------------------------------------------- The ring


def mix(z):
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 & M64
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB & M64
    return z ^ (z >> 31)


class Member:
    def __init__(self, identity, weight, k):
        self.identity = identity
        self.seed = key_hash(identity)
        self.factor = 1e18 if weight == 0 else 1.0 / min(max(weight, 1e-9), 1e9)
        u = mix((self.seed + 0x9E3779B97F4A7C15) & M64)
        v = mix((self.seed + 0x3C6EF372FE94F82A) & M64)
        mask = (1 << k) - 1
        self.a, self.b = u & mask, v >> 20 & mask
        self.m1, self.m2, self.m3 = u >> 20 & mask | 1, u >> 40 & mask | 1, v & mask | 1
        self.mask, self.s = mask, (k + 1) // 2

    def rank(self, slot):
        x = (slot ^ self.a) * self.m1 & self.mask
        x = (x ^ (x >> self.s)) * self.m2 & self.mask
        x = (x ^ (x >> self.s)) * self.m3 & self.mask
        return x ^ self.b


class Ring:
    def __init__(self, members, k):
        self.k, self.p = k, 1 << k
        made = [Member(m["identity"], m["weight"], k) for m in members]
        self.members = sorted(made, key=lambda m: (m.seed, m.identity.encode("utf-8")))

    def cost(self, rank):
        return math.floor(-math.log(1 - (rank + 0.5) / self.p) * 2**24 + 0.5)

    def slot(self, key):
        return key_hash(key) >> (64 - self.k)

    def order(self, slot):
        scores = [(self.cost(m.rank(slot)) * m.factor, number) for number, m in enumerate(self.members)]
        return [number for _, number in sorted(scores)]

    def table_hash(self):
        costs = [self.cost(rank) for rank in range(self.p)]
        best = [(math.inf, 0)] * self.p
        for number, m in enumerate(self.members):
            for slot in range(self.p):
                score = costs[m.rank(slot)] * m.factor
                if score < best[slot][0]:
                    best[slot] = (score, number)
        return xxh3(b"".join(number.to_bytes(2, "little") for _, number in best))


# ---------------------------------------------------------------- The vectors


def check(vectors):
    """Yields (what, expected, actual) for every vector."""
    for vector in vectors["keyHashes"]:
        key = vector["key"] * vector.get("repeat", 1)
        yield "hash of %.40r" % key, vector["hash"], "%016x" % key_hash(key)
    for vector in vectors["rings"]:
        name = "ring '%s'" % vector["name"]
        ring = Ring(vector["members"], vector["slotBits"])
        yield name + " numbered", vector["numbered"], [m.identity for m in ring.members]
        for key in vector["keys"]:
            slot = ring.slot(key["key"])
            order = [ring.members[number].identity for number in ring.order(slot)]
            yield name + " slot of '%s'" % key["key"], key["slot"], slot
            yield name + " order of '%s'" % key["key"], key["order"], order
        if "tableHash" in vector:
            yield name + " table", vector["tableHash"], "%016x" % ring.table_hash()


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        checked = list(check(json.load(file)))
    wrong = [one for one in checked if one[1] != one[2]]
    for what, expected, actual in wrong:
        print("%s: expected %s but computed %s" % (what, expected, actual))
    print("%d of %d vectors agree" % (len(checked) - len(wrong), len(checked)))
    return 1 if wrong or not checked else 0


if __name__ == "__main__":
    sys.exit(main())
