#pragma once
// A zygote as the coordinator holds it: started on first use, so that a run without scans loads no model; ended with
// its children when it goes out of scope.

#include "pipeline/sandbox/descriptor.h"
#include "pipeline/sandbox/pool.h"
#include "pipeline/sandbox/zygote.h"

#include <sys/types.h>

namespace shenbao {

class ZygoteProcess {
  public:
    // `options` must outlive this.
    ZygoteProcess(Family family, const Pool::Options& options) : family_(family), options_(options) {}
    ~ZygoteProcess() { stop(); }
    ZygoteProcess(const ZygoteProcess&) = delete;
    ZygoteProcess& operator=(const ZygoteProcess&) = delete;

    // -1 while none is running.
    int socket() const { return socket_.get(); }
    // The socket of a running zygote.
    int started();
    void stop();

  private:
    void start();

    Family family_;
    const Pool::Options& options_;
    Descriptor socket_;
    pid_t pid_ = -1;
};

} // namespace shenbao
