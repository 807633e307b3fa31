#!/usr/bin/env python3
"""A group by over a mirror of 1,000,000 rows in Parquet: DataFusion, set as vtql-sql sets it, beside DuckDB.

Usage: python3 vtql-sql/benches/group_by.py [FOLDER]     (needs datafusion, duckdb and pyarrow from PyPI)

DataFusion is the wheel of PyPI, of the same major version as that of vtql-sql: its engine, built for speed, without the
build. Eleven runs of each by turns, as many threads for both; then once more with little memory, which has to spill.
"""

import os
import statistics
import sys
import tempfile
import time

import datafusion
import duckdb
import pyarrow as arrow
import pyarrow.parquet as parquet

ROWS, RUNS, THREADS = 1_000_000, 11, 2
STATEMENTS = {
    "few groups": "select stage, date_trunc('month', closingdate) as month, count(*) as n, sum(amount) as amount"
    " from potentials group by 1, 2 order by 1, 2",
    "many groups": "select related_to, count(*) as n, sum(amount) as amount from potentials group by 1 order by 1 limit 20",
}


def mirror(path):
    import random

    chance = random.Random(19)
    stages = ["Prospecting", "Qualification", "Proposal", "Negotiation", "Closed Won", "Closed Lost"]
    writer = None
    for start in range(0, ROWS, 100_000):
        rows = range(start, start + 100_000)
        table = arrow.table(
            {
                "id": [f"13x{row}" for row in rows],
                "related_to": [f"11x{chance.randrange(300_000)}" for _ in rows],
                "stage": [chance.choice(stages) for _ in rows],
                "amount": arrow.array([chance.randrange(10**7) for _ in rows]).cast(arrow.decimal128(38, 8)),
                "closingdate": arrow.array([chance.randrange(18_000, 20_500) for _ in rows], arrow.int32()).cast(
                    arrow.date32()
                ),
            }
        )
        writer = writer or parquet.ParquetWriter(path, table.schema, compression="zstd")
        writer.write_table(table)
    writer.close()


def engine(path, memory=None):
    config = datafusion.SessionConfig().with_target_partitions(THREADS)
    config = config.set("datafusion.execution.parquet.schema_force_view_types", "false")
    config = config.set("datafusion.sql_parser.map_string_types_to_utf8view", "false")
    runtime = datafusion.RuntimeEnvBuilder()
    if memory:
        runtime = runtime.with_greedy_memory_pool(memory)
    context = datafusion.SessionContext(config, runtime)
    context.register_parquet("potentials", path)
    return context


def main():
    with tempfile.TemporaryDirectory() as made:
        folder = sys.argv[1] if len(sys.argv) > 1 else made
        path = os.path.join(folder, "potentials.parquet")
        if not os.path.exists(path):
            mirror(path)
        duck = duckdb.connect()
        duck.execute(f"set threads = {THREADS}")
        duck.execute(f"create view potentials as select * from read_parquet('{path}')")
        ours = engine(path)
        print(f"datafusion {datafusion.__version__}, duckdb {duckdb.__version__}, {THREADS} threads, {RUNS} runs by turns")
        for name, text in STATEMENTS.items():
            runs = {"datafusion": lambda: ours.sql(text).to_arrow_table(), "duckdb": lambda: duck.execute(text).fetchall()}
            times = {engine: [] for engine in runs}
            for _ in range(RUNS):
                for who, run in runs.items():
                    start = time.perf_counter()
                    run()
                    times[who].append(time.perf_counter() - start)
            medians = {who: statistics.median(all_times) * 1e3 for who, all_times in times.items()}
            share = medians["datafusion"] / medians["duckdb"]
            print(f"{name}: " + ", ".join(f"{who} {ms:.0f} ms" for who, ms in medians.items()) + f", {share:.2f} times")
            counts = [row["n"] for row in ours.sql(text).to_arrow_table().to_pylist()]
            assert counts == [row[-2] for row in duck.execute(text).fetchall()], name
        bounded = engine(path, 24 << 20)
        start = time.perf_counter()
        rows = bounded.sql(STATEMENTS["many groups"]).to_arrow_table()
        assert rows.equals(ours.sql(STATEMENTS["many groups"]).to_arrow_table())
        print(f"many groups within 24 MiB: {(time.perf_counter() - start) * 1e3:.0f} ms")


main()
