package dev.rehome.task;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * The status with which a web server answers, or why there is none. It can be asked at another
 * address than its name leads to: it then sees its name all the same, in the request and in the TLS
 * handshake, and its certificate has to be its name's.
 */
final class WebAnswer {
  private static final int CONNECT = 5_000; // milliseconds
  private static final int READ = 10_000;

  private WebAnswer() {}

  static String of(String url) {
    return of(url, "");
  }

  /**
   * The same.
   *
   * @param address where it is asked; nothing is where the name leads to
   */
  static String of(String url, String address) {
    try {
      URI uri = URI.create(url);
      if (uri.getHost() == null || !String.valueOf(uri.getScheme()).matches("https?")) {
        return "no answer, since that is no address";
      }
      HttpURLConnection connection = connection(uri, address);
      try {
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setConnectTimeout(CONNECT);
        connection.setReadTimeout(READ);
        return "" + connection.getResponseCode();
      } finally {
        connection.disconnect();
      }
    } catch (SSLException e) {
      return "no answer: " + e.getMessage();
    } catch (IOException e) {
      return "no answer";
    } catch (IllegalArgumentException e) {
      return "no answer, since that is no address";
    }
  }

  private static HttpURLConnection connection(URI uri, String address) throws IOException {
    if (address.isEmpty()) {
      return (HttpURLConnection) uri.toURL().openConnection();
    }
    String there = address.contains(":") ? "[" + address + "]" : address;
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    URI where = URI.create(uri.getScheme() + "://" + there + port + path + query);
    HttpURLConnection connection = (HttpURLConnection) where.toURL().openConnection();
    connection.setRequestProperty("Host", uri.getHost() + port);
    if (connection instanceof HttpsURLConnection secure) {
      secure.setSSLSocketFactory(new Named(uri.getHost()));
      secure.setHostnameVerifier((host, session) -> true); // the handshake has seen to it
    }
    return connection;
  }

  /** Makes sockets whose other end has to prove that it has a name. */
  private static final class Named extends SSLSocketFactory {
    private final SSLSocketFactory usual = (SSLSocketFactory) SSLSocketFactory.getDefault();
    private final String name;

    Named(String name) {
      this.name = name;
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
        throws IOException {
      SSLSocket made = (SSLSocket) usual.createSocket(socket, name, port, autoClose);
      SSLParameters parameters = made.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      made.setSSLParameters(parameters);
      return made;
    }

    @Override
    public String[] getDefaultCipherSuites() {
      return usual.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
      return usual.getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      return unused();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
        throws IOException {
      return unused();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
      return unused();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
        throws IOException {
      return unused();
    }

    private static Socket unused() throws IOException {
      throw new IOException("only sockets that are connected are made secure");
    }
  }
}
