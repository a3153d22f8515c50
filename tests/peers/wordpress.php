<?php
// Fills a WordPress of the tests with what stands on standard input as JSON, and prints its export (WXR).
define('ABSPATH', '/usr/share/wordpress/');
define('DB_NAME', 'wp');
define('DB_USER', getenv('WP_DB_USER'));
define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:' . getenv('WP_DB_SOCKET'));
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
define('WP_HOME', 'https://blog.example.org');
define('WP_SITEURL', 'https://blog.example.org');
define('WP_CONTENT_DIR', getenv('WP_CONTENT_DIR'));
define('WP_HTTP_BLOCK_EXTERNAL', true);       // nothing outside is asked
define('DISABLE_WP_CRON', true);
define('WP_INSTALLING', true);
$table_prefix = 'wp_';
$_SERVER += ['SERVER_PROTOCOL' => 'HTTP/1.1', 'REQUEST_METHOD' => 'GET', 'REQUEST_URI' => '/', 'HTTP_HOST' => 'blog.example.org'];
error_reporting(E_ERROR);
ob_start();
require ABSPATH . 'wp-settings.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
require_once ABSPATH . 'wp-admin/includes/export.php';

function wp_mail() { return true; }           // instead of WordPress's own: no mail leaves

wp_install('Council blog', 'admin', 'admin@example.org', true, '', 'admin-password');
foreach (get_posts(['post_type' => 'any', 'post_status' => 'any', 'numberposts' => -1]) as $post) {
	wp_delete_post($post->ID, true);
}
$made = ['users' => [], 'posts' => [], 'comments' => []];
$content = json_decode(file_get_contents('php://stdin'), true);
foreach ($content['users'] as $name) {
	$made['users'][$name] = wp_insert_user([
		'user_login' => $name, 'user_pass' => 'a-password', 'user_email' => "$name@example.org", 'role' => 'editor',
	]);
}
foreach ($content['posts'] as $post) {
	$post['post_author'] = $made['users'][$post['post_author']];
	$made['posts'][] = wp_insert_post(wp_slash($post));
}
foreach ($content['comments'] as $comment) {
	$comment['comment_post_ID'] = $made['posts'][$comment['comment_post_ID']];
	$comment['user_id'] = isset($comment['user']) ? $made['users'][$comment['user']] : 0;
	$comment['comment_parent'] = isset($comment['parent']) ? $made['comments'][$comment['parent']] : 0;
	$made['comments'][] = wp_insert_comment(wp_slash($comment));
}
ob_end_clean();
fwrite(STDERR, json_encode($made));
export_wp();
