# The build turns the table of default site time zones into constant arrays. Included by CMakeLists.txt beside it.
set(site_time_zones ${CMAKE_CURRENT_BINARY_DIR}/site_time_zones.inc)
add_custom_command(
  OUTPUT ${site_time_zones}
  COMMAND Python3::Interpreter ${CMAKE_CURRENT_SOURCE_DIR}/generate_site_time_zones.py
          ${CMAKE_CURRENT_SOURCE_DIR}/site_time_zones.tsv ${site_time_zones}
  DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/generate_site_time_zones.py ${CMAKE_CURRENT_SOURCE_DIR}/site_time_zones.tsv
  VERBATIM)
target_sources(bwsync_domain PRIVATE site_time_zones.cpp ${site_time_zones})
target_include_directories(bwsync_domain PRIVATE ${CMAKE_CURRENT_BINARY_DIR})
