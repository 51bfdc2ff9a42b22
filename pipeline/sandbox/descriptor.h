#pragma once
// Owned file descriptors.

#include <unistd.h>

#include <utility>

namespace shenbao {

class Descriptor {
  public:
    explicit Descriptor(int fd = -1) : fd_(fd) {}
    Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }
    ~Descriptor() { reset(); }
    void reset() {
        if (fd_ >= 0) close(fd_);
        fd_ = -1;
    }
    int get() const { return fd_; }

  private:
    int fd_;
};

struct SocketPair {
    Descriptor ours, theirs;
};

// A connected pair of Unix sockets of this type, closed on exec. Throws std::system_error where there are no more.
SocketPair make_sockets(int type);

} // namespace shenbao
