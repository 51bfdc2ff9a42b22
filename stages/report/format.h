#pragma once
// fmt, without its library: the stages link no logging.

#ifndef FMT_HEADER_ONLY
#define FMT_HEADER_ONLY
#endif
#include <fmt/format.h>
