#pragma once
// Packets with descriptors over a SOCK_SEQPACKET socket, between coordinator and zygote. Both ends are our own.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace shenbao {

struct Packet {
    std::string words;
    std::vector<int> descriptors; // owned: closed with the packet
    bool closed = false;          // the other end has gone

    Packet() = default;
    Packet(Packet&& other) noexcept;
    Packet& operator=(Packet&&) = delete;
    ~Packet();
};

// A packet is no longer than this, and carries no more descriptors: volumes of one archive, and the child's socket.
inline constexpr std::size_t packet_cap = 128 << 10, most_descriptors = 128;

// Waits for a packet.
Packet receive_packet(int socket);
// False where the other end has gone.
bool send_packet(int socket, std::string_view words, const std::vector<int>& descriptors = {});

} // namespace shenbao
