#!/usr/bin/env python3
"""Turns feed_commands.tsv into feed_table.inc: constant arrays and a perfect hash over the base names.

Usage: generate_feed_table.py feed_commands.tsv feed_table.inc. The same input gives the same output. Any fault in the
file (unknown word, doubled or unsorted name) ends the build.
"""
import sys

CLASSES = {"user": "kUser", "rename": "kRename", "group": "kGroup", "service_provider": "kServiceProvider",
           "mass": "kMass", "instance": "kInstance", "irrelevant": "kIrrelevant"}
MARKS = {"-": "kNobody", "user": "kUser", "group": "kGroup", "service_provider": "kServiceProvider",
         "cluster": "kCluster"}
FLAGS = ("-", "gone", "later")
MASK = (1 << 64) - 1
FACTOR = 0x9E3779B97F4A7C15


def hash_of(name):
    """The same function as hash_of() in feed_commands.cpp."""
    raw = name.encode("ascii")
    value = (len(raw) * FACTOR) & MASK
    for at in range(0, len(raw), 8):
        chunk = int.from_bytes(raw[at:at + 8].ljust(8, b"\0"), "little")
        value = ((value ^ chunk) * FACTOR) & MASK
        value ^= value >> 32
    return value


def read_rows(path):
    rows = []
    with open(path, encoding="ascii") as lines:
        for number, line in enumerate(lines, 1):
            if line.startswith("#"):
                continue
            fields = line.rstrip("\n").split("\t")
            if len(fields) != 6:
                sys.exit(f"{path}:{number}: {len(fields)} columns instead of 6")
            base, feed_class, marks, flag, elements, _ = fields
            if feed_class not in CLASSES or marks not in MARKS or flag not in FLAGS:
                sys.exit(f"{path}:{number}: unknown class, mark or flag")
            if rows and rows[-1][0] >= base:
                sys.exit(f"{path}:{number}: {base} is doubled or out of order")
            rows.append((base, feed_class, marks, flag, "" if elements == "-" else elements))
    return rows


def place(rows, bucket_count, slot_count):
    """Hash and displace: big buckets first, each takes the first seed that puts all its names into free slots."""
    buckets = [[] for _ in range(bucket_count)]
    for index, row in enumerate(rows):
        buckets[hash_of(row[0]) % bucket_count].append(index)
    slots, seeds = [-1] * slot_count, [0] * bucket_count
    for bucket in sorted(range(bucket_count), key=lambda b: (-len(buckets[b]), b)):
        for seed in range(65536):
            wanted = [((hash_of(rows[i][0]) >> 20) + seed * (hash_of(rows[i][0]) >> 44 | 1)) % slot_count
                      for i in buckets[bucket]]
            if len(set(wanted)) == len(wanted) and all(slots[s] < 0 for s in wanted):
                break
        else:
            sys.exit("no perfect hash found: enlarge the table")
        seeds[bucket] = seed
        for index, slot in zip(buckets[bucket], wanted):
            slots[slot] = index
    return slots, seeds


def element_literal(path):
    container, _, name = path.rpartition(".")
    return f'{{"{container}", "{name}"}}'


def write(rows, path):
    sets = sorted({row[4] for row in rows})
    slots, seeds = place(rows, 512, 2048)
    with open(path, "w", encoding="ascii") as out:
        for index, elements in enumerate(sets):
            names = ", ".join(element_literal(e) for e in elements.split())
            count = len(elements.split())
            out.write(f"constexpr std::array<IdentityElement, {count}> kElements{index} = {{{{{names}}}}};\n"
                      if count else f"constexpr std::array<IdentityElement, 0> kElements{index} = {{}};\n")
        out.write(f"constexpr std::array<FeedCommand, {len(rows)}> kCommands = {{{{\n")
        for base, feed_class, marks, flag, elements in rows:
            out.write(f'    {{"{base}", FeedClass::{CLASSES[feed_class]}, Marks::{MARKS[marks]}, '
                      f'{str(flag == "gone").lower()}, {str(flag == "later").lower()}, '
                      f'kElements{sets.index(elements)}}},\n')
        out.write("}};\n")
        for name, values in (("kSlots", slots), ("kSeeds", seeds)):
            kind = "std::int16_t" if name == "kSlots" else "std::uint16_t"
            out.write(f"constexpr std::array<{kind}, {len(values)}> {name} = {{{{\n")
            for at in range(0, len(values), 20):
                out.write("    " + ", ".join(str(v) for v in values[at:at + 20]) + ",\n")
            out.write("}};\n")


if __name__ == "__main__":
    write(read_rows(sys.argv[1]), sys.argv[2])
