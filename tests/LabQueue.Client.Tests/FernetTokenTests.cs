namespace LabQueue.Client.Tests;

public sealed class FernetTokenTests
{
    // The vectors of the Fernet specification (verify.json and invalid.json), but for those about its time to live.
    private const string Key = "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=";
    private const string Token =
        "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==";

    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_250);

    [Fact]
    public void A_token_of_the_specification_is_read()
    {
        FernetToken.TryDecrypt(Key, Token, out var text).ShouldBeTrue();

        text.ShouldBe("hello");
    }

    [Theory]
    [InlineData("gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAl1-szkFVzXTuGb4hR8AKtwcaX1YdykQUFBQUFBQUFBQQ==")]
    [InlineData("gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPA==")]
    [InlineData("%%%%%%%%%%%%%AECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAl1-szkFVzXTuGb4hR8AKtwcaX1YdykRtfsH-p1YsUD2Q==")]
    [InlineData("gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPOm73QeoCk9uGib28Xe5vz6oxq5nmxbx_v7mrfyudzUm")]
    [InlineData("gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0ODz4LEpdELGQAad7aNEHbf-JkLPIpuiYRLQ3RtXatOYREu2FWke6CnJNYIbkuKNqOhw==")]
    [InlineData("")]
    [InlineData("gA")]
    [InlineData("=")]
    public void A_damaged_token_is_refused(string token)
    {
        FernetToken.TryDecrypt(Key, token, out _).ShouldBeFalse();
    }

    [Fact]
    public void A_long_text_is_refused_before_it_is_decoded()
    {
        FernetToken.TryDecrypt(Key, new string('A', 1_000_000), out _).ShouldBeFalse();
    }

    [Fact]
    public void A_token_names_its_end_and_its_user()
    {
        var key = FernetToken.NewKey();

        var token = FernetToken.Create(key, "jürgen:x", Now);

        FernetToken.TryDecrypt(key, token, out var text).ShouldBeTrue();
        text.ShouldBe("1700000010.25:jürgen:x");
        FernetToken.TryDecrypt(FernetToken.NewKey(), token, out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(200)]
    [InlineData(2_000)]
    public void A_text_of_any_length_comes_back(int length)
    {
        var text = new string('x', length);

        FernetToken.TryDecrypt(Key, FernetToken.Encrypt(Key, text, Now), out var read).ShouldBeTrue();

        read.ShouldBe(text);
    }

    [Theory]
    [InlineData("cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=", true)]
    [InlineData("cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4", true)]
    [InlineData("cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4Q==", false)]
    [InlineData("cw/0x689RpI+jtRR7oE8h/eQsKImvJapLeSbXpwF4e4=", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_key_is_32_bytes_as_url_safe_base64(string? key, bool isKey)
    {
        FernetToken.IsKey(key).ShouldBe(isKey);
    }
}
