# classify(): the build turns the table of commands into constant arrays. Included by CMakeLists.txt beside it.
set(feed_table ${CMAKE_CURRENT_BINARY_DIR}/feed_table.inc)
add_custom_command(
  OUTPUT ${feed_table}
  COMMAND Python3::Interpreter ${CMAKE_CURRENT_SOURCE_DIR}/generate_feed_table.py
          ${CMAKE_CURRENT_SOURCE_DIR}/feed_commands.tsv ${feed_table}
  DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/generate_feed_table.py ${CMAKE_CURRENT_SOURCE_DIR}/feed_commands.tsv
  VERBATIM)
target_sources(bwsync_domain PRIVATE classify.cpp feed_commands.cpp ${feed_table})
target_include_directories(bwsync_domain PRIVATE ${CMAKE_CURRENT_BINARY_DIR})
