#pragma once
// The page's style sheet and scripts, as they stand in it. Each script is a whole one, and works on those before it.

namespace shenbao::report {

const char* page_style();
const char* list_script();     // filters, sorting, the list, keys
const char* evidence_script(); // places of scanned pages, as windows on the page's picture
const char* detail_script();   // one submission, opened beside the list

} // namespace shenbao::report
