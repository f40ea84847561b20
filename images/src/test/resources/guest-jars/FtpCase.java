import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.commons.net.ftp.FTP;
import org.apache.commons.net.ftp.FTPClient;
import org.apache.commons.net.ftp.FTPFile;
import org.apache.commons.net.ftp.FTPReply;
import org.apache.commons.net.util.SubnetUtils;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.ftpserver.usermanager.impl.WritePermission;

/** The FTP client of Apache Commons Net against Apache's FTP server, which runs on MINA. */
public final class FtpCase {
    private static int number;

    private interface Body {
        Object run() throws Throwable;
    }

    private static void check(String name, Body body) {
        Object value;
        try {
            value = body.run();
        } catch (Throwable e) {
            value = e.getClass().getName() + ": " + e.getMessage();
        }
        System.out.println(++number + " " + name + ": " + value);
    }

    private static String reply(FTPClient client) {
        return client.getReplyCode() + " " + FTPReply.isPositiveCompletion(client.getReplyCode());
    }

    public static void main(String[] args) throws Exception {
        Path home = Files.createTempDirectory("ftp");
        FtpServerFactory factory = new FtpServerFactory();
        ListenerFactory listener = new ListenerFactory();
        listener.setServerAddress("127.0.0.1");
        listener.setPort(0);
        factory.addListener("default", listener.createListener());
        BaseUser user = new BaseUser();
        user.setName("somebody");
        user.setPassword("secret");
        user.setHomeDirectory(home.toString());
        user.setAuthorities(List.of(new WritePermission()));
        factory.getUserManager().save(user);
        FtpServer server = factory.createServer();
        server.start();
        int port = factory.getListener("default").getPort();
        FTPClient client = new FTPClient();
        client.setDefaultTimeout(20_000);
        check("connect", () -> {
            client.connect("127.0.0.1", port);
            return reply(client);
        });
        check("wrong password", () -> client.login("somebody", "guess") + " " + client.getReplyCode());
        check("login", () -> client.login("somebody", "secret") + " " + reply(client));
        check("system", () -> client.getSystemType());
        check("directory", client::printWorkingDirectory);
        client.enterLocalPassiveMode();
        client.setFileType(FTP.BINARY_FILE_TYPE);
        byte[] large = new byte[700_000];
        new Random(3).nextBytes(large);
        check("store", () -> client.storeFile("large.bin", new ByteArrayInputStream(large)) + " " + Files.size(home.resolve("large.bin")));
        check("retrieve", () -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            boolean done = client.retrieveFile("large.bin", out);
            return done + " " + Arrays.equals(large, out.toByteArray());
        });
        check("append", () -> client.appendFile("large.bin", new ByteArrayInputStream(new byte[100])) + " " + Files.size(home.resolve("large.bin")));
        check("restart", () -> {
            client.setRestartOffset(700_000);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            return client.retrieveFile("large.bin", out) + " " + out.size();
        });
        check("make directory", () -> client.makeDirectory("sub") + " " + Files.isDirectory(home.resolve("sub")));
        check("change directory", () -> client.changeWorkingDirectory("sub") + " " + client.printWorkingDirectory());
        check("store by lines", () -> {
            client.setFileType(FTP.ASCII_FILE_TYPE);
            boolean done = client.storeFile("lines.txt", new ByteArrayInputStream("one\ntwo\n".getBytes()));
            client.setFileType(FTP.BINARY_FILE_TYPE);
            return done;
        });
        check("up", () -> client.changeToParentDirectory() + " " + client.printWorkingDirectory());
        check("list", () -> {
            List<String> names = new ArrayList<>();
            for (FTPFile f : client.listFiles()) {
                names.add(f.getName() + " " + f.isDirectory() + " " + (f.isFile() ? f.getSize() : 0));
            }
            Collections.sort(names);
            return names;
        });
        check("names", () -> {
            String[] names = client.listNames();
            Arrays.sort(names);
            return Arrays.toString(names);
        });
        check("active mode", () -> {
            client.enterLocalActiveMode();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            boolean done = client.retrieveFile("sub/lines.txt", out);
            client.enterLocalPassiveMode();
            return done + " " + out.size();
        });
        check("rename", () -> client.rename("sub/lines.txt", "moved.txt") + " " + Files.exists(home.resolve("moved.txt")));
        check("delete", () -> client.deleteFile("moved.txt") + " " + Files.exists(home.resolve("moved.txt")));
        check("delete what is not there", () -> client.deleteFile("nothing") + " " + client.getReplyCode());
        check("remove directory", () -> client.removeDirectory("sub"));
        check("no such file", () -> client.retrieveFile("nothing", new ByteArrayOutputStream()) + " " + client.getReplyCode());
        check("features", () -> client.hasFeature("SIZE") + " " + client.hasFeature("NONSENSE"));
        check("keep alive", () -> client.sendNoOp());
        check("twenty files", () -> {
            for (int i = 0; i < 20; i++) {
                if (!client.storeFile("f" + i, new ByteArrayInputStream(new byte[i]))) {
                    return "file " + i + " " + client.getReplyString();
                }
            }
            return client.listNames().length;
        });
        check("logout", () -> client.logout() + " " + client.getReplyCode());
        check("disconnect", () -> {
            client.disconnect();
            return client.isConnected();
        });
        check("subnet", () -> new SubnetUtils("10.1.2.3/20").getInfo().getHighAddress());
        server.stop();
        check("stopped", () -> {
            try {
                client.connect("127.0.0.1", port);
                return "connected";
            } catch (IOException e) {
                return e.getMessage().replace(String.valueOf(port), "PORT");
            }
        });
        System.exit(0);
    }
}
