# Feed events committed as journal rows and dirty keys, against raw COPY of the same bytes into the same server.
bwsync_bench(store_bench SOURCES ${CMAKE_CURRENT_LIST_DIR}/store_bench.cpp LIBRARIES bwsync_store_fixture PkgConfig::PQXX pq)
