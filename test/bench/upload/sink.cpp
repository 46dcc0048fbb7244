// A blob store that throws the bytes away, so that a client's own limit shows: understands just enough of Azure's REST calls
// (Put Block, Put Block List, Put Blob, Get Block List, properties, list) for our client, AzCopy, rclone, the SDK and a
// plain HTTP loop to finish. Checks no signature and no hash; a SAS (`sp`) without the read right reads nothing.
//
//   g++ -O2 -pthread -o sink sink.cpp -lssl -lcrypto
//   ./sink [--delay-ms N] [--tls CERT.pem KEY.pem]
//
// Listens on a free port of 127.0.0.1 and prints it. GET /__stats -> {"bytes":..,"puts":..,"connections":..}, where `bytes` are
// those of bodies that carry a file's content, counted as they arrive.
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace {

const size_t PIECE_BYTES = 1 << 20;
const size_t MOST_HEAD_BYTES = 1 << 16;
/** The longest list of 50,000 ids stays below. */
const long long MOST_LIST_BYTES = 16 << 20;

std::atomic<unsigned long long> received_bytes{0}, put_count{0}, connection_count{0};
int delay_ms = 0;
SSL_CTX *tls = nullptr;

typedef std::map<std::string, long long> Blocks;
struct Blob {
  Blocks staged, committed;
  std::string metadata;
  /** -1 while nothing is committed. */
  long long size = -1;
};
std::mutex blobs_lock;
std::map<std::string, Blob> blobs;

struct Connection {
  int fd;
  SSL *ssl;
  ssize_t read(char *target, size_t size) {
    return ssl ? SSL_read(ssl, target, (int)size) : recv(fd, target, size, 0);
  }
  /** Without TLS the kernel drops the bytes itself, so that this process costs the machine little. */
  ssize_t discard(char *scratch, size_t size) {
    return ssl ? SSL_read(ssl, scratch, (int)size) : recv(fd, scratch, size, MSG_TRUNC);
  }
  bool write(const std::string &text) {
    for (size_t done = 0; done < text.size();) {
      ssize_t count = ssl ? SSL_write(ssl, text.data() + done, (int)(text.size() - done))
                          : send(fd, text.data() + done, text.size() - done, MSG_NOSIGNAL);
      if (count <= 0) return false;
      done += count;
    }
    return true;
  }
};

struct Request {
  std::string method, path, query, headers;
  long long length = 0;
  std::string body;
};

std::string lower(std::string text) {
  for (auto &letter : text) letter = (char)tolower(letter);
  return text;
}

/** Headers with their names in lower case, their values as they came. */
std::string lower_names(std::string headers) {
  bool is_name = true;
  for (auto &letter : headers) {
    if (letter == ':') is_name = false;
    if (letter == '\n') is_name = true;
    if (is_name) letter = (char)tolower(letter);
  }
  return headers;
}

/** A header's value; `headers` has lower-case names, one a line. */
std::string header(const std::string &headers, const std::string &name) {
  for (size_t start = 0; start < headers.size();) {
    size_t end = std::min(headers.find("\r\n", start), headers.size());
    if (headers.compare(start, name.size() + 1, name + ":") == 0) {
      size_t value = headers.find_first_not_of(' ', start + name.size() + 1);
      return value >= end ? "" : headers.substr(value, end - value);
    }
    start = end + 2;
  }
  return "";
}

bool has_parameter(const std::string &query, const std::string &name, std::string *value) {
  for (size_t start = 0; start < query.size();) {
    size_t end = std::min(query.find('&', start), query.size());
    std::string pair = query.substr(start, end - start);
    size_t equals = pair.find('=');
    if (pair.substr(0, equals) == name) {
      *value = equals == std::string::npos ? "" : pair.substr(equals + 1);
      return true;
    }
    start = end + 1;
  }
  return false;
}

std::string parameter(const std::string &query, const std::string &name) {
  std::string value;
  has_parameter(query, name, &value);
  return value;
}

std::string decode_percent(const std::string &text) {
  std::string out;
  for (size_t i = 0; i < text.size(); i++) {
    if (text[i] == '%' && i + 2 < text.size()) {
      out += (char)strtol(text.substr(i + 1, 2).c_str(), nullptr, 16);
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

/** `length` for an answer to HEAD, which tells a length and has no body. */
std::string answer(const char *status, const std::string &headers, const std::string &body = "", long long length = -1) {
  char date[64];
  time_t now = time(nullptr);
  tm parts;
  gmtime_r(&now, &parts);
  strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return std::string("HTTP/1.1 ") + status +
         "\r\nServer: sink\r\nx-ms-request-id: 00000000-0000-0000-0000-000000000001\r\nx-ms-version: 2021-12-02\r\nDate: " +
         date + "\r\n" + headers + "Content-Length: " + std::to_string(length >= 0 ? length : (long long)body.size()) +
         "\r\n\r\n" + body;
}

std::string failure(const Request &request, const char *status, const std::string &code) {
  std::string head = "x-ms-error-code: " + code + "\r\nContent-Type: application/xml\r\n";
  if (request.method == "HEAD") return answer(status, head, "", 0);
  return answer(status, head, "<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>" + code + "</Code><Message>" + code +
                                  "</Message></Error>");
}

const std::string XML = "<?xml version=\"1.0\" encoding=\"utf-8\"?>";
const std::string XML_TYPE = "Content-Type: application/xml\r\n";
const std::string TAG = "ETag: \"0x8D0000000000001\"\r\nLast-Modified: Sat, 01 Nov 2025 00:00:00 GMT\r\n";
const std::string CREATED = TAG + "x-ms-request-server-encrypted: true\r\n";

std::string metadata_of(const std::string &headers) {
  std::string out;
  for (size_t start = 0; start < headers.size();) {
    size_t end = std::min(headers.find("\r\n", start), headers.size());
    if (headers.compare(start, 10, "x-ms-meta-") == 0) out += headers.substr(start, end - start) + "\r\n";
    start = end + 2;
  }
  return out;
}

std::string put_block_list(const Request &request, Blob &blob) {
  Blocks taken;
  long long size = 0;
  // <Latest>ID</Latest>, or <Uncommitted>, or <Committed>: the id is what stands before a closing tag.
  for (size_t end = request.body.find("</"); end != std::string::npos; end = request.body.find("</", end + 2)) {
    size_t start = request.body.rfind('>', end) + 1;
    std::string id = request.body.substr(start, end - start);
    if (id.empty() || id.find_first_not_of(" \r\n\t") == std::string::npos) continue;
    auto staged = blob.staged.find(id), committed = blob.committed.find(id);
    if (staged == blob.staged.end() && committed == blob.committed.end()) {
      return failure(request, "400 Bad Request", "InvalidBlockList");
    }
    taken[id] = staged != blob.staged.end() ? staged->second : committed->second;
    size += taken[id];
  }
  blob.committed = taken;
  blob.staged.clear();
  blob.size = size;
  blob.metadata = metadata_of(request.headers);
  return answer("201 Created", CREATED);
}

std::string put(const Request &request, const std::string &operation) {
  put_count++;
  std::lock_guard<std::mutex> lock(blobs_lock);
  if (operation == "block") {
    blobs[request.path].staged[decode_percent(parameter(request.query, "blockid"))] = request.length;
  } else if (operation == "blocklist") {
    return put_block_list(request, blobs[request.path]);
  } else if (operation == "metadata") {
    blobs[request.path].metadata = metadata_of(request.headers);
    return answer("200 OK", CREATED);
  } else if (operation.empty() && parameter(request.query, "restype").empty()) {
    Blob &blob = blobs[request.path];
    blob.committed.clear();
    blob.size = request.length;
    blob.metadata = metadata_of(request.headers);
  }
  return answer("201 Created", CREATED);
}

std::string block_elements(const Blocks &blocks) {
  std::string out;
  for (auto &block : blocks) {
    out += "<Block><Name>" + block.first + "</Name><Size>" + std::to_string(block.second) + "</Size></Block>";
  }
  return out;
}

std::string look(const Request &request, const std::string &operation) {
  std::string rights;
  if (has_parameter(request.query, "sp", &rights) && rights.find('r') == std::string::npos) {
    return failure(request, "403 Forbidden", "AuthorizationPermissionMismatch");
  }
  std::lock_guard<std::mutex> lock(blobs_lock);
  auto found = blobs.find(request.path);
  if (operation == "blocklist") {
    if (found == blobs.end()) return failure(request, "404 Not Found", "BlobNotFound");
    const Blob &blob = found->second;
    return answer("200 OK", (blob.size < 0 ? "" : TAG) + XML_TYPE,
                  XML + "<BlockList><CommittedBlocks>" + block_elements(blob.committed) +
                      "</CommittedBlocks><UncommittedBlocks>" + block_elements(blob.staged) +
                      "</UncommittedBlocks></BlockList>");
  }
  if (found == blobs.end() || found->second.size < 0) return failure(request, "404 Not Found", "BlobNotFound");
  // Bytes that were thrown away cannot be read again.
  if (request.method != "HEAD") return failure(request, "416 Requested Range Not Satisfiable", "InvalidRange");
  return answer("200 OK",
                TAG + found->second.metadata +
                    "x-ms-blob-type: BlockBlob\r\nx-ms-access-tier: Hot\r\nx-ms-lease-status: unlocked\r\n"
                    "x-ms-lease-state: available\r\nx-ms-creation-time: Sat, 01 Nov 2025 00:00:00 GMT\r\n"
                    "Accept-Ranges: bytes\r\nContent-Type: application/octet-stream\r\n",
                "", found->second.size);
}

std::string respond(const Request &request) {
  if (request.path == "/__stats") {
    return answer("200 OK", "Content-Type: application/json\r\n",
                  "{\"bytes\":" + std::to_string(received_bytes) + ",\"puts\":" + std::to_string(put_count) +
                      ",\"connections\":" + std::to_string(connection_count) + "}");
  }
  if (delay_ms) usleep(delay_ms * 1000);
  std::string operation = parameter(request.query, "comp"), type = parameter(request.query, "restype");
  if (request.method == "PUT") return put(request, operation);
  if (request.method == "DELETE") {
    std::lock_guard<std::mutex> lock(blobs_lock);
    blobs.erase(request.path);
    return answer("202 Accepted", "");
  }
  if (operation == "list") {
    return answer("200 OK", XML_TYPE,
                  XML + "<EnumerationResults ServiceEndpoint=\"http://127.0.0.1/\" ContainerName=\"c\"><Prefix/>"
                        "<MaxResults>5000</MaxResults><Blobs/><NextMarker/></EnumerationResults>");
  }
  if (type == "container" || type == "account") {
    return answer("200 OK", TAG + "x-ms-sku-name: Standard_LRS\r\nx-ms-account-kind: StorageV2\r\nx-ms-is-hns-enabled: false\r\n");
  }
  return look(request, operation);
}

/** Reads one request's head into `request`; what came behind it stays in `pending`. */
bool read_head(Connection &connection, std::string &pending, std::vector<char> &scratch, Request &request) {
  size_t end;
  while ((end = pending.find("\r\n\r\n")) == std::string::npos) {
    ssize_t count = connection.read(scratch.data(), 16384);
    if (count <= 0 || pending.size() > MOST_HEAD_BYTES) return false;
    pending.append(scratch.data(), count);
  }
  std::string head = pending.substr(0, end);
  pending.erase(0, end + 4);
  size_t line_end = std::min(head.find("\r\n"), head.size());
  std::string line = head.substr(0, line_end);
  size_t first = line.find(' '), second = line.find(' ', first + 1);
  if (first == std::string::npos || second == std::string::npos) return false;
  std::string target = line.substr(first + 1, second - first - 1);
  size_t mark = target.find('?');
  request.method = line.substr(0, first);
  request.path = target.substr(0, mark);
  request.query = mark == std::string::npos ? "" : target.substr(mark + 1);
  request.headers = line_end >= head.size() ? "" : lower_names(head.substr(line_end + 2));
  request.length = atoll(header(request.headers, "content-length").c_str());
  return true;
}

/** Takes the body; a short list of blocks is kept, the rest counted and dropped. */
bool read_body(Connection &connection, std::string &pending, std::vector<char> &scratch, Request &request) {
  std::string operation = parameter(request.query, "comp");
  bool is_content = request.method == "PUT" && (operation == "block" || operation.empty());
  bool is_kept = request.method == "PUT" && operation == "blocklist" && request.length <= MOST_LIST_BYTES;
  long long early = std::min<long long>(request.length, (long long)pending.size());
  if (is_kept) request.body = pending.substr(0, early);
  if (is_content) received_bytes += early;
  pending.erase(0, early);
  for (long long left = request.length - early; left > 0;) {
    size_t most = (size_t)std::min<long long>(left, (long long)scratch.size());
    ssize_t count = is_kept ? connection.read(scratch.data(), most) : connection.discard(scratch.data(), most);
    if (count <= 0) return false;
    if (is_kept) request.body.append(scratch.data(), count);
    if (is_content) received_bytes += count;
    left -= count;
  }
  return true;
}

void serve(Connection connection) {
  std::vector<char> scratch(PIECE_BYTES);
  std::string pending;
  for (bool is_open = true; is_open;) {
    Request request;
    if (!read_head(connection, pending, scratch, request)) return;
    if (!header(request.headers, "transfer-encoding").empty()) {
      connection.write(answer("411 Length Required", "Connection: close\r\n"));
      return;
    }
    if (lower(header(request.headers, "expect")) == "100-continue") connection.write("HTTP/1.1 100 Continue\r\n\r\n");
    if (!read_body(connection, pending, scratch, request)) return;
    is_open = connection.write(respond(request)) && lower(header(request.headers, "connection")) != "close";
  }
}

void accept_one(int fd) {
  Connection connection = {fd, nullptr};
  if (tls) {
    connection.ssl = SSL_new(tls);
    SSL_set_fd(connection.ssl, fd);
  }
  if (!tls || SSL_accept(connection.ssl) == 1) serve(connection);
  if (connection.ssl) SSL_free(connection.ssl);
  close(fd);
}

bool read_options(int count, char **values) {
  for (int i = 1; i < count; i++) {
    if (!strcmp(values[i], "--delay-ms") && i + 1 < count) {
      delay_ms = atoi(values[++i]);
    } else if (!strcmp(values[i], "--tls") && i + 2 < count) {
      tls = SSL_CTX_new(TLS_server_method());
      if (SSL_CTX_use_certificate_chain_file(tls, values[i + 1]) != 1 ||
          SSL_CTX_use_PrivateKey_file(tls, values[i + 2], SSL_FILETYPE_PEM) != 1) {
        ERR_print_errors_fp(stderr);
        return false;
      }
      i += 2;
    } else {
      fprintf(stderr, "sink [--delay-ms N] [--tls CERT.pem KEY.pem]\n");
      return false;
    }
  }
  return true;
}

}  // namespace

int main(int count, char **values) {
  if (!read_options(count, values)) return 64;
  signal(SIGPIPE, SIG_IGN);
  int listener = socket(AF_INET, SOCK_STREAM, 0), on = 1;
  sockaddr_in address{};
  socklen_t length = sizeof address;
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (bind(listener, (sockaddr *)&address, length) || listen(listener, 512) ||
      getsockname(listener, (sockaddr *)&address, &length)) {
    perror("sink");
    return 1;
  }
  printf("%d\n", ntohs(address.sin_port));
  fflush(stdout);
  for (;;) {
    int fd = accept(listener, nullptr, nullptr);
    if (fd < 0) continue;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    connection_count++;
    std::thread(accept_one, fd).detach();
  }
}
