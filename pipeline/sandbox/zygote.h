#pragma once
// The zygote of a reader family: a single-threaded process with libraries and models warm, which forks one confined
// child a document. It never touches foreign bytes itself.
//
// Over its SOCK_SEQPACKET socket it gets "job WORDS" with the descriptors [out, input...] attached, and "kill ID"; it
// says "began ID PID" and "ended ID STATUS MAXRSS_KB".

#include "pipeline/sandbox/child.h"

#include <string_view>

namespace shenbao {

enum class Family {
    files, // mails, archives, documents
    pages, // pictures of pages: Tesseract
};

std::string_view to_string(Family family);
Family family_of(Task task);

// Loads what the readers of a family would otherwise load for every document: models, fonts, code page tables.
void warm_readers(Family family);
// Runs until the coordinator closes its end. `socket` is the zygote's end. Returns the process's exit status.
int run_zygote(int socket, Family family, SandboxLevel level, const ReadFunction& read = {});

} // namespace shenbao
