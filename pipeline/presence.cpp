#include "pipeline/presence.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace shenbao {

Presence::Presence(std::filesystem::path file) : file_(std::move(file)), died_(std::filesystem::exists(file_)) {
    int descriptor = ::open(file_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (descriptor < 0) throw std::system_error(errno, std::generic_category(), file_.filename().string());
    ::close(descriptor);
}

Presence::~Presence() { ::unlink(file_.c_str()); }

} // namespace shenbao
