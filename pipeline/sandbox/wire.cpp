#include "pipeline/sandbox/wire.h"

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace shenbao {
Packet::Packet(Packet&& other) noexcept
    : words(std::move(other.words)), descriptors(std::move(other.descriptors)), closed(other.closed) {
    other.descriptors.clear();
}

Packet::~Packet() {
    for (int descriptor : descriptors)
        close(descriptor);
}

Packet receive_packet(int socket) {
    // Not the packet's own: to have so much room made and cleared for every few words costs more than all else here.
    static thread_local std::array<char, packet_cap> room;
    Packet packet;
    iovec piece{room.data(), room.size()};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int) * most_descriptors)> control;
    msghdr message{};
    message.msg_iov = &piece;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    ssize_t n = -1;
    while ((n = recvmsg(socket, &message, MSG_CMSG_CLOEXEC)) < 0 && errno == EINTR) {
    }
    packet.closed = n <= 0;
    if (n > 0) packet.words.assign(room.data(), static_cast<std::size_t>(n));
    for (cmsghdr* c = CMSG_FIRSTHDR(&message); n > 0 && c; c = CMSG_NXTHDR(&message, c)) {
        if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS) continue;
        std::size_t count = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        packet.descriptors.resize(count);
        std::memcpy(packet.descriptors.data(), CMSG_DATA(c), count * sizeof(int));
    }
    return packet;
}

bool send_packet(int socket, std::string_view words, const std::vector<int>& descriptors) {
    iovec piece{const_cast<char*>(words.data()), words.size()};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int) * most_descriptors)> control{};
    msghdr message{};
    message.msg_iov = &piece;
    message.msg_iovlen = 1;
    if (!descriptors.empty()) {
        if (descriptors.size() > most_descriptors || words.size() > packet_cap) return false;
        message.msg_control = control.data();
        message.msg_controllen = CMSG_SPACE(sizeof(int) * descriptors.size());
        cmsghdr* c = CMSG_FIRSTHDR(&message);
        c->cmsg_level = SOL_SOCKET;
        c->cmsg_type = SCM_RIGHTS;
        c->cmsg_len = CMSG_LEN(sizeof(int) * descriptors.size());
        std::memcpy(CMSG_DATA(c), descriptors.data(), sizeof(int) * descriptors.size());
    }
    ssize_t n = -1;
    while ((n = sendmsg(socket, &message, MSG_NOSIGNAL)) < 0 && errno == EINTR) {
    }
    return n >= 0;
}

} // namespace shenbao
