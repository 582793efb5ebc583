using MailKit.Security;
using Ticketing.Infrastructure.Notifications.Mails;

namespace Ticketing.Tests.Notifications;

public sealed class MailOptionsTests
{
    [Theory]
    [InlineData(587, true, SecureSocketOptions.StartTls)]
    [InlineData(25, true, SecureSocketOptions.StartTls)]
    [InlineData(465, true, SecureSocketOptions.SslOnConnect)]
    [InlineData(25, false, SecureSocketOptions.None)]
    [InlineData(465, false, SecureSocketOptions.None)]
    public void Encryption_OfAPort_IsNeverOptional(int port, bool encrypt, SecureSocketOptions expected) =>
        Assert.Equal(expected, MailSender.EncryptionOf(new SmtpOptions { Host = "mail.example.org", Port = port, Encrypt = encrypt }));

    [Theory]
    [InlineData("", 587, 30, false)]
    [InlineData("mail.example.org", 0, 30, false)]
    [InlineData("mail.example.org", 587, 0, false)]
    [InlineData("mail.example.org", 465, 30, true)]
    [InlineData(null, 587, 30, true)]
    public void Settings_OutOfRange_AreRefusedAtStart(string? host, int port, int seconds, bool starts)
    {
        var options = new MailOptions { Smtp = new SmtpOptions { Host = host, Port = port, TimeoutSeconds = seconds } };

        Assert.Equal(starts, new MailOptionsValidator().Validate(null, options).Succeeded);
    }
}
