# Headers that almost every file includes, compiled once: `std`, `asio` (std and the coroutine type) and `tests` (std and
# GoogleTest). bwsync_precompiled(target kind) gives a target one of them; `none` gives none.
#
# Only g++ uses them. A build by clang++, or with CMAKE_DISABLE_PRECOMPILE_HEADERS, shows that every file includes what it needs.
# The lists hold the standard library, Boost and the coroutine type, nothing of ours that changes.
# g++ takes a precompiled header as the first include of a file only: nothing may stand before it on the command line.

set(precompiled_std <algorithm> <array> <chrono> <cstdint> <functional> <map> <memory> <optional> <set> <stop_token> <string>
    <string_view> <utility> <vector>)
set(precompiled_asio ${precompiled_std} [["daemon/runtime/task.hpp"]] <boost/asio/post.hpp> <boost/asio/steady_timer.hpp>)
set(precompiled_tests ${precompiled_std} <gtest/gtest.h>)

# bwsync_precompiled_header(kind [PUBLIC libraries whose options it is compiled with])
function(bwsync_precompiled_header kind)
  add_library(bwsync_precompiled_${kind} OBJECT ${PROJECT_SOURCE_DIR}/cmake/precompiled.cpp)
  set_target_properties(bwsync_precompiled_${kind} PROPERTIES UNITY_BUILD OFF)
  target_link_libraries(bwsync_precompiled_${kind} PRIVATE bwsync_options ${ARGN})
  target_precompile_headers(bwsync_precompiled_${kind} PRIVATE ${precompiled_${kind}})
endfunction()

function(bwsync_precompiled target kind)
  if(TARGET bwsync_precompiled_${kind})
    target_precompile_headers(${target} REUSE_FROM bwsync_precompiled_${kind})
  endif()
endfunction()

if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # ccache reads the text of a precompiled header from the compiler's preprocessor.
  target_compile_options(bwsync_options INTERFACE -fpch-preprocess)
  bwsync_precompiled_header(std)
  bwsync_precompiled_header(asio Boost::system Threads::Threads)
endif()
