#pragma once
// Binary workbooks whose structure is protected: encrypted, and open to everybody ([MS-XLS] 2.2.10).

#include <string>

namespace shenbao::sheet {

// The stream of a workbook as it can be read: unchanged where nothing is encrypted. Throws ItemError
// document.encrypted where the password is not everyone's.
std::string opened(std::string stream);

} // namespace shenbao::sheet
